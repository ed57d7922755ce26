-- load checks
-- What was checked and found, as lists of equal length.
INSERT INTO meta.checks
SELECT
    ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),
    unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::BIGINT[]);
