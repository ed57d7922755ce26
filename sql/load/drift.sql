-- load drift
-- Fields of a window's pages that no table describes, as lists of equal length.
INSERT INTO meta.drift
SELECT
    ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),
    unnest(?::BIGINT[]);
