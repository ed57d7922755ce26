-- load past
-- The windows of one dataset that were merged, oldest first, in the order of the Go struct that they are read into.
SELECT
    window_id, mode, from_time, to_time, after_cursor, planned, ended,
    outcome, sweep, absence, claimed, distinct_keys, cursor, cursor_at
FROM meta.windows
WHERE source = ? AND tenant = ? AND dataset = ?
ORDER BY window_id;
