"""Airflow: pancap every night. The exit code decides: 0 published or nothing to do, 1 refused or failed,
2 settings are wrong (not worth a retry)."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(
    dag_id="pancap_nightly",
    schedule="0 1 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
    doc_md="Builds, checks and publishes the grounded-caption dataset. Running again resumes.",
) as dag:
    BashOperator(
        task_id="nightly",
        bash_command=(
            "/opt/pancap/deploy/submit.sh nightly --config /etc/pancap/nightly.yaml"
            " --master {{ var.value.pancap_master }} || { code=$?; [ $code -eq 2 ] && exit 99; exit $code; }"
        ),
        skip_on_exit_code=None,
    )
