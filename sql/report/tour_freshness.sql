-- report tour_freshness
-- How far each dataset is whole, and where its feed goes on.
SELECT source, tenant, dataset, last_whole, cursor AS feed_cursor
FROM meta.watermarks
ORDER BY ALL;
