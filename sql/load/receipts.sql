-- load receipts
-- Receipts, as lists of equal length. Values come as text and are exact.
INSERT INTO meta.receipts
SELECT
    ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),
    unnest(?::VARCHAR[]), unnest(?::VARCHAR[])::DECIMAL(38, 4);
