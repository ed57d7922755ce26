-- load pages
-- The pages of a window, as lists of equal length.
INSERT INTO meta.pages
SELECT
    ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, unnest(?::BIGINT[]), unnest(?::VARCHAR[]), unnest(?::BIGINT[]),
    unnest(?::VARCHAR[]), unnest(?::VARCHAR[])::TIMESTAMPTZ, unnest(?::BIGINT[]), unnest(?::VARCHAR[]);
