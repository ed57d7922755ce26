-- report freshness
-- How old each dataset is at a given moment ($1), measured from its last whole window.
SELECT source, tenant, dataset, last_whole, date_diff('minute', last_whole, $1::TIMESTAMPTZ) AS minutes_old
FROM meta.watermarks
ORDER BY ALL;
