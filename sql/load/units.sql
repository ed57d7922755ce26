-- load units
-- The units of a window's root table, as lists of equal length.
INSERT INTO meta.units
SELECT
    ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, unnest(?::BIGINT[]), unnest(?::BIGINT[]),
    unnest(?::BIGINT[]), unnest(?::BIGINT[]);
