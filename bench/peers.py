"""The core of the measure (index, negative history, imaging) with libraries that analysts use, as one would write it.

Usage: peers.py polars|pandas YEAR VALUE_SETS CLAIMS
"""

import csv
import datetime
import resource
import sys

library, year, sets, claims = sys.argv[1:5]


def codes(name):
    with open(f"{sets}/{name}.csv", newline="") as file:
        return [row["Code"] for row in csv.DictReader(file)]


low_back, imaging = codes("uncomplicated-low-back-pain"), codes("imaging-study")
diagnoses = [f"diagnosis_code_{number}" for number in range(1, 26)]
first, last = datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 3)
columns = ["person_id", "claim_start_date", "claim_line_start_date", "hcpcs_code", "claim_status", *diagnoses]

if library == "polars":
    import polars as pl

    text = {name: pl.String for name in columns}
    scan = pl.scan_parquet(claims) if claims.endswith(".parquet") else pl.scan_csv(claims, infer_schema=False)
    date = pl.coalesce("claim_line_start_date", "claim_start_date").cast(pl.String).str.to_date("%Y-%m-%d")
    lines = (
        scan.select(columns)
        .filter(pl.any_horizontal([pl.col(name).cast(pl.String).is_in(low_back) for name in diagnoses]))
        .with_columns(date.alias("service_date"))
        .collect(engine="streaming")
    )
    index = (
        lines.filter(pl.col("diagnosis_code_1").is_in(low_back) & pl.col("service_date").is_between(first, last))
        .group_by("person_id")
        .agg(pl.col("service_date").min().alias("iesd"))
    )
    day = (pl.col("service_date") - pl.col("iesd")).dt.total_days()
    judged = (
        index.join(lines, on="person_id")
        .group_by("person_id")
        .agg(
            day.is_between(-180, -1).any().alias("history"),
            (
                day.is_between(0, 28)
                & (pl.col("claim_status") != "denied").fill_null(True)
                & pl.col("hcpcs_code").is_in(imaging)
            )
            .any()
            .alias("imaging"),
        )
        .filter(~pl.col("history"))
    )
    print(judged.height, judged["imaging"].sum())
else:
    import pandas as pd

    parts = []
    for part in pd.read_csv(claims, usecols=columns, dtype="string", chunksize=250_000):
        parts.append(part[part[diagnoses].isin(low_back).any(axis=1)])
    lines = pd.concat(parts)
    lines["service_date"] = pd.to_datetime(lines["claim_line_start_date"].fillna(lines["claim_start_date"]))
    within = lines["service_date"].between(pd.Timestamp(first), pd.Timestamp(last))
    index = lines[lines["diagnosis_code_1"].isin(low_back) & within].groupby("person_id")["service_date"].min()
    joined = lines.join(index.rename("iesd"), on="person_id", how="inner")
    day = (joined["service_date"] - joined["iesd"]).dt.days
    joined["history"] = day.between(-180, -1)
    joined["imaging"] = (
        day.between(0, 28) & joined["claim_status"].ne("denied").fillna(True) & joined["hcpcs_code"].isin(imaging)
    )
    judged = joined.groupby("person_id")[["history", "imaging"]].any()
    judged = judged[~judged["history"]]
    print(len(judged), int(judged["imaging"].sum()))

used = resource.getrusage(resource.RUSAGE_SELF)
print(f"\nbench-usage {used.ru_maxrss} {used.ru_utime + used.ru_stime}", file=sys.stderr)
