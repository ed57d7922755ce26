-- load columns
-- The dictionary's rows of one source, as lists of equal length.
INSERT INTO meta.columns
SELECT
    ?::VARCHAR, unnest(?::VARCHAR[]), unnest(?::BIGINT[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),
    unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::BOOLEAN[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]);
