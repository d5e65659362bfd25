#!/usr/bin/env bash
# Reads each file of deploy/ with something that knows its form. What cannot be had here is named and left out; if
# nothing could be had, the check is skipped.
#   30-deploy.sh WORKDIR
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
work=$1/deploy
mkdir -p "$work"
failed=0
read_with=0

# part NAME COMMAND…: 0 is right, 77 not to be had, anything else wrong
part() {
  local name=$1
  shift
  "$@"
  case $? in
    0) echo "$name: right"; read_with=$((read_with + 1)) ;;
    77) echo "$name: not checked here" ;;
    *) echo "$name: WRONG" >&2; failed=1 ;;
  esac
}

scripts() {
  command -v shellcheck >/dev/null || apt-get install -y -qq shellcheck >/dev/null 2>&1 || return 77
  # -nt is in every shell that /bin/sh is on the systems that we run on.
  # Functions that part() calls look unreachable, and file names of ours are plain.
  shellcheck -e SC1091,SC2012,SC2015,SC2317,SC3013 \
    pancap deploy/*.sh pancap-bench/*.sh build/*/*.sh .ci/run .ci/*.sh .ci/checks/*.sh .ci/more/*.sh
}

help_of_submit() {
  # Without a Spark it says so in one line, and it exits as every wrong setting does.
  local said
  said=$(env -u SPARK_HOME sh deploy/submit.sh build 2>&1)
  [ $? -eq 2 ] && [ "$said" = "pancap: SPARK_HOME is not set; point it at a Spark 4.1" ]
}

# refuses_java VERSION COMMAND…: with a JDK of that version the command says in one line what to set, and does nothing
refuses_java() {
  local version=$1 jdk=$work/jdk-$1 said
  shift
  mkdir -p "$jdk/bin"
  printf '%s\n' '#!/bin/sh' "echo 'openjdk version \"$version\" 2026-01-20' >&2" >"$jdk/bin/java"
  chmod +x "$jdk/bin/java"
  said=$(JAVA_HOME=$jdk "$@" 2>&1)
  [ $? -eq 2 ] && [ "$(echo "$said" | wc -l)" -eq 1 ] &&
    echo "$said" | grep -q "^pancap: .*Java 17 or 21.* is $version.*JAVA_HOME" || { echo "$version: $said"; return 1; }
}

other_javas() {
  : >"$work/app.jar"
  local version
  for version in 25.0.3 23 11.0.2 1.8.0_402; do
    refuses_java "$version" ./pancap build --out "$work/none" &&
      refuses_java "$version" env SPARK_HOME=/nowhere PANCAP_JAR="$work/app.jar" sh deploy/submit.sh build || return 1
  done
  [ ! -e "$work/none" ]
}

dockerfile() {
  command -v npm >/dev/null || return 77
  (cd "$work" && npm install --silent --no-audit --no-fund dockerfilelint@1.8.0 >/dev/null 2>&1) || return 77
  "$work/node_modules/.bin/dockerfilelint" deploy/Dockerfile
}

units() {
  command -v systemd-analyze >/dev/null || return 77
  # The programs and users that the units name are not on this machine; their form is what is checked.
  mkdir -p "$work/units"
  sed -e "s|^ExecStart=/opt/pancap/pancap|ExecStart=/bin/true|" -e '/^User=/d' deploy/systemd/pancap-nightly.service \
    >"$work/units/pancap-nightly.service"
  cp deploy/systemd/pancap-nightly.timer "$work/units/"
  local said
  said=$(systemd-analyze verify --man=no "$work/units/pancap-nightly.timer" "$work/units/pancap-nightly.service" 2>&1 |
    grep pancap-nightly)
  echo "$said" | grep -E 'Unknown|Invalid|Failed|bad|Missing|not a valid' && return 1
  command -v systemd-analyze >/dev/null && systemd-analyze calendar '*-*-* 01:00:00' >/dev/null
}

dag() {
  python3 -m py_compile deploy/airflow/pancap_nightly.py || return 1
  rm -rf deploy/airflow/__pycache__
  # The operators that it names are those of Airflow, where Airflow is to be had.
  local python
  python=$(.ci/python.sh apache-airflow 2>/dev/null) || { echo "Airflow is not to be had: compiled only"; return 0; }
  AIRFLOW_HOME=$work/airflow "$python" deploy/airflow/pancap_nightly.py
}

manifests() {
  local python
  python=$(.ci/python.sh pyyaml) || return 77
  "$python" - <<'PY'
import pathlib, re, sys, yaml

def load(path):
    documents = list(yaml.safe_load_all(path.read_text()))
    assert documents, f"{path} is empty"
    return documents

def need(document, *keys):
    for key in keys:
        assert key in document, f"{key} is missing beside {sorted(document)}"
    return document

SCHEDULE = re.compile(r"^(\S+ ){4}\S+$")
for path in sorted(pathlib.Path("deploy/kubernetes").glob("*.yaml")):
    for document in load(path):
        need(document, "apiVersion", "kind", "metadata", "spec")
        need(document["metadata"], "name")
        spec = document["spec"]
        assert SCHEDULE.match(spec["schedule"]), f"{path}: schedule {spec['schedule']}"
        if document["kind"] == "CronJob":
            assert document["apiVersion"] == "batch/v1"
            assert spec["concurrencyPolicy"] in ("Allow", "Forbid", "Replace")
            pod = need(spec["jobTemplate"]["spec"]["template"]["spec"], "containers", "restartPolicy")
            assert pod["restartPolicy"] in ("Never", "OnFailure")
            for container in pod["containers"]:
                need(container, "name", "image")
                assert all(isinstance(argument, str) for argument in container.get("args", []))
                for variable in container.get("env", []):
                    need(variable, "name")
        else:
            assert document["kind"] == "ScheduledSparkApplication", document["kind"]
            assert document["apiVersion"] == "sparkoperator.k8s.io/v1beta2"
            template = need(spec["template"], "type", "mode", "image", "mainClass", "mainApplicationFile", "sparkVersion", "driver", "executor")
            assert template["type"] in ("Java", "Scala", "Python", "R") and template["mode"] in ("cluster", "client")
            assert all(isinstance(value, str) for value in template.get("sparkConf", {}).values()), "sparkConf wants strings"
            source = pathlib.Path("pancap-spark/src/main/java") / (template["mainClass"].replace(".", "/") + ".java")
            assert source.exists(), f"{template['mainClass']} is no class of ours"
        # A night in a manifest is a command that there is.
        text = path.read_text()
        assert "nightly" in text and "--config" in text, f"{path} starts no night"
        assert not re.search(r"(?i)(password|secret.?key|api.?key)\s*[:=]\s*[\"']?[A-Za-z0-9/+]{8}", text), f"{path} holds a secret"
print("manifests have the fields that Kubernetes and the operator want (their schemas are not to be had here)")
PY
}

settings() {
  # The example night is complete: every key in it is known, and only its folders are not there.
  local said
  said=$(./pancap nightly --config conf/nightly.yaml --set nightly.images=/nowhere/i --set nightly.masks=/nowhere/m \
    --set nightly.annotations=/nowhere/a.json --set nightly.out="$work/out" 2>&1 >/dev/null)
  local code=$?
  echo "$said" | tail -n 1
  [ "$code" -eq 2 ] && echo "$said" | grep -q '/nowhere/a.json does not exist'
}

part "shell scripts (shellcheck)" scripts
part "submit.sh without a Spark" help_of_submit
part "a Java that Spark does not run on" other_javas
part "Dockerfile (dockerfilelint)" dockerfile
part "systemd units (systemd-analyze)" units
part "Airflow DAG" dag
part "Kubernetes manifests" manifests
part "conf/nightly.yaml" settings
[ "$read_with" -gt 0 ] || exit 77
exit $failed
