"""A door before a server on this machine that lets each request wait, as a distant store does.

    python pancap-bench/late.py PORT SERVER_PORT MILLISECONDS
"""
import asyncio
import sys


async def serve(client_in, client_out, server_port, seconds):
    server_in, server_out = await asyncio.open_connection("127.0.0.1", server_port)
    is_new = True

    async def ask():
        nonlocal is_new
        while data := await client_in.read(1 << 20):
            if is_new:  # the first bytes since the server has said something
                is_new = False
                await asyncio.sleep(seconds)
            server_out.write(data)
            await server_out.drain()
        server_out.close()

    async def answer():
        nonlocal is_new
        while data := await server_in.read(1 << 20):
            is_new = True
            client_out.write(data)
            await client_out.drain()
        client_out.close()

    await asyncio.gather(ask(), answer(), return_exceptions=True)


async def main(port, server_port, milliseconds):
    door = await asyncio.start_server(
        lambda client_in, client_out: serve(client_in, client_out, server_port, milliseconds / 1000), "127.0.0.1", port
    )
    async with door:
        await door.serve_forever()


asyncio.run(main(*map(int, sys.argv[1:])))
