-- load files
-- The Parquet files of one root table and tenant, as lists of equal length.
INSERT INTO meta.files
SELECT
    ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),
    unnest(?::BIGINT[]), unnest(?::BIGINT[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]);
