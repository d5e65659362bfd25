#!/bin/sh
# Hands a pancap command to spark-submit, on whatever master it names:
#   deploy/submit.sh build --images s3a://… --annotations s3a://… --out s3a://… --master spark://host:7077
# It knows nothing of what the command does. What it takes from the environment:
#   SPARK_HOME           the Spark that submits (4.1, Scala 2.13)
#   PANCAP_SUBMIT_ARGS   more options for spark-submit, such as --deploy-mode cluster
#   JAVA_HOME            the Java that it runs on, 17 or 21; else the one on the PATH
#   PANCAP_JAR           the application; default: what 'mvn -Pdist package' made
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
jar=${PANCAP_JAR:-$home/pancap-spark/target/pancap-app.jar}
[ -n "${SPARK_HOME:-}" ] || { echo "pancap: SPARK_HOME is not set; point it at a Spark 4.1" >&2; exit 2; }
[ -f "$jar" ] || { echo "pancap: $jar is missing; make it with: mvn -q -Dfast -DskipTests -Pdist package" >&2; exit 2; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
case $version in
  17* | 18* | 19* | 20* | 21* | 22*) ;; # the launcher says why
  *) echo "pancap: Spark 4.1 needs Java 17 or 21, $java is ${version:-missing}; set JAVA_HOME to a JDK 17 or 21" >&2; exit 2 ;;
esac
# shellcheck disable=SC2086  # several options are meant to be several words
exec "$SPARK_HOME/bin/spark-submit" \
  --properties-file "$home/conf/spark-defaults.conf" \
  --conf "spark.driver.extraJavaOptions=-Dlog4j2.configurationFile=$home/conf/log4j2.properties -Dpancap.home=$home" \
  ${PANCAP_SUBMIT_ARGS:-} \
  --class dev.pancap.spark.PancapCommand "$jar" "$@"
