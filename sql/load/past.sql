-- load past
-- The windows of one dataset that were merged, oldest first, in the order of the Go struct that they are read into. A
-- database that was made before windows had parts has no column for them.
SELECT
    window_id, mode, from_time, to_time, after_cursor, coalesce(parts, ''), planned, ended,
    outcome, sweep, absence, claimed, distinct_keys, cursor, cursor_at
FROM (FROM meta.windows UNION ALL BY NAME SELECT NULL::VARCHAR AS parts WHERE FALSE)
WHERE source = ? AND tenant = ? AND dataset = ?
ORDER BY window_id;
