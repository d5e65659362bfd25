#!/usr/bin/env bash
# Makes a SPARK_HOME from Maven's jars, where there is no Spark tarball:
#   build/spark-home/make.sh DIR
# DIR/bin/spark-submit and DIR/sbin/{start-master,start-worker}.sh are as far as the tests need them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:?usage: make.sh DIR}
mkdir -p "$dir"/{bin,sbin,conf,work,logs,jars}
if ! ls "$dir"/jars/spark-core_*.jar >/dev/null 2>&1; then
  mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$(cd "$dir" && pwd)/jars"
fi
cat > "$dir/bin/java-options" <<'OPTIONS'
-XX:+IgnoreUnrecognizedVMOptions
--add-opens=java.base/java.lang=ALL-UNNAMED
--add-opens=java.base/java.lang.invoke=ALL-UNNAMED
--add-opens=java.base/java.lang.reflect=ALL-UNNAMED
--add-opens=java.base/java.io=ALL-UNNAMED
--add-opens=java.base/java.net=ALL-UNNAMED
--add-opens=java.base/java.nio=ALL-UNNAMED
--add-opens=java.base/java.util=ALL-UNNAMED
--add-opens=java.base/java.util.concurrent=ALL-UNNAMED
--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED
--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED
--add-opens=java.base/sun.nio.ch=ALL-UNNAMED
--add-opens=java.base/sun.nio.cs=ALL-UNNAMED
--add-opens=java.base/sun.security.action=ALL-UNNAMED
--add-opens=java.base/sun.util.calendar=ALL-UNNAMED
OPTIONS
# As Spark's own: its launcher turns spark.driver.* of the command line and the properties file into a JVM.
cat > "$dir/bin/spark-submit" <<'SUBMIT'
#!/usr/bin/env bash
home=$(cd "$(dirname "$0")/.." && pwd)
export SPARK_HOME=$home SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
command=()
while IFS= read -r -d '' word; do
  command+=("$word")
done < <(java -Xmx128m -cp "$home/jars/*" org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit \
  --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 "$@")
[ "${#command[@]}" -gt 0 ] || exit 1
# The launcher begins with an empty line of its own.
[ "${command[0]#$'\n'}" ] || command=("${command[@]:1}")
command[0]=${command[0]#$'\n'}
exec "${command[@]}"
SUBMIT
cat > "$dir/sbin/start-master.sh" <<'MASTER'
#!/usr/bin/env bash
# start-master.sh PORT: returns when it listens; its pid is in work/master.pid
home=$(cd "$(dirname "$0")/.." && pwd)
export SPARK_HOME=$home SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1
java "@$home/bin/java-options" -Xmx384m -cp "$home/conf:$home/jars/*" \
  org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$1" --webui-port 0 \
  > "$home/logs/master.log" 2>&1 &
echo $! > "$home/work/master.pid"
for _ in $(seq 150); do
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && exit 0
  sleep 0.2
done
exit 1
MASTER
cat > "$dir/sbin/start-worker.sh" <<'WORKER'
#!/usr/bin/env bash
# start-worker.sh NAME MASTER_PORT [CORES MEMORY [HOST]]: one core and 2 GB on 127.0.0.1 unless said; its pid is in
# work/NAME.pid. To Spark 127.0.0.2 is another host, and copies of slow tasks run on other hosts only.
home=$(cd "$(dirname "$0")/.." && pwd)
export SPARK_HOME=$home SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=${5:-127.0.0.1}
java "@$home/bin/java-options" -Xmx384m -cp "$home/conf:$home/jars/*" \
  org.apache.spark.deploy.worker.Worker --host "$SPARK_LOCAL_IP" --cores "${3:-1}" --memory "${4:-2g}" \
  --work-dir "$home/work/$1" --webui-port 0 "spark://127.0.0.1:$2" \
  > "$home/logs/$1.log" 2>&1 &
echo $! > "$home/work/$1.pid"
WORKER
chmod +x "$dir"/bin/spark-submit "$dir"/sbin/*.sh
