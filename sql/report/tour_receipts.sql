-- report tour_receipts
-- What DuckDB holds and what an independent reader found in the Parquet files, for claims and charges and what they
-- consist of.
SELECT
    table_name AS "table", measure,
    max(if(measure = 'rows', value::BIGINT::VARCHAR, value::VARCHAR))
        FILTER (WHERE stage = 'present') AS duckdb,
    max(if(measure = 'rows', value::BIGINT::VARCHAR, value::VARCHAR))
        FILTER (WHERE stage = 'lake') AS parquet
FROM meta.receipts
WHERE
    window_id = '' AND table_name IN ('claims', 'claim_lines', 'charges', 'charge_payers')
    AND measure IN ('rows', 'amount_billed', 'amount_paid', 'total_charges', 'insurance_payment')
GROUP BY ALL
ORDER BY ALL;
