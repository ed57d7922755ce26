-- report tables
-- How many rows each tenant has in each table of this generation, and in how many Parquet files.
SELECT source, tenant, table_name, sum(row_count)::BIGINT AS row_count, count(*) AS files, sum(bytes)::BIGINT AS bytes
FROM meta.files
GROUP BY ALL
ORDER BY ALL;
