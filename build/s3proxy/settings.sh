# shellcheck shell=bash
# Sourced: how S3A reaches the server that start.sh started.
#   s3a_settings PORT         key=value lines of Hadoop's
#   s3a_spark PORT            the same as options of spark-submit
#   s3a_java PORT             the same as options of java, for ./pancap (PANCAP_JAVA_OPTS)
s3a_settings() {
  cat <<SETTINGS
fs.s3a.endpoint=http://127.0.0.1:$1
fs.s3a.endpoint.region=us-east-1
fs.s3a.path.style.access=true
fs.s3a.connection.ssl.enabled=false
fs.s3a.aws.credentials.provider=org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider
fs.s3a.access.key=pancap
fs.s3a.secret.key=pancap-secret
SETTINGS
}
s3a_spark() {
  s3a_settings "$1" | sed 's/^/--conf spark.hadoop./' | tr '\n' ' '
}
s3a_java() {
  s3a_settings "$1" | sed 's/^/-Dspark.hadoop./' | tr '\n' ' '
}
