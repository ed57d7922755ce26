-- load rejects
-- What a window's pages held that could not be kept, as lists of equal length.
INSERT INTO meta.rejects
SELECT
    ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, unnest(?::BIGINT[]), unnest(?::BIGINT[]),
    unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::BOOLEAN[]);
