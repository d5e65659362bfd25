#!/usr/bin/env bash
# Starts a real S3 server (s3proxy, Apache-2.0) on loopback, in a process of its own.
#   build/s3proxy/start.sh DIR PORT      keeps its objects, log and pid under DIR; returns when it answers
# Stop it with: kill "$(cat DIR/pid)". Key and secret: pancap / pancap-secret.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:?usage: start.sh DIR PORT}
port=${2:?usage: start.sh DIR PORT}
lib=$here/target/lib
if ! ls "$lib"/s3proxy-*.jar >/dev/null 2>&1; then
  mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$lib"
fi
mkdir -p "$dir/objects"
cat > "$dir/s3proxy.conf" <<CONF
s3proxy.endpoint=http://127.0.0.1:$port
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity=pancap
s3proxy.credential=pancap-secret
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir=$dir/objects
CONF
java -Xmx512m -cp "$here:$lib/*" org.gaul.s3proxy.Main --properties "$dir/s3proxy.conf" \
  >"$dir/s3proxy.log" 2>&1 &
echo $! > "$dir/pid"
for _ in $(seq 100); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    exit 0
  fi
  kill -0 "$(cat "$dir/pid")" 2>/dev/null || break
  sleep 0.2
done
echo "s3proxy did not start; see $dir/s3proxy.log" >&2
exit 1
