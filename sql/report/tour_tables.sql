-- report tour_tables
-- How many rows each table has, and in how many Parquet files they are.
SELECT source, table_name AS "table", sum(row_count)::BIGINT AS "rows", count(*) AS files
FROM meta.files
GROUP BY ALL
ORDER BY ALL;
