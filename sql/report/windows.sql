-- report windows
-- The last windows of every dataset, newest first. At most as many rows as asked for ($1).
SELECT source, tenant, dataset, window_id, mode, from_time, to_time, outcome, claimed, distinct_keys, planned, ended
FROM meta.windows
ORDER BY window_id DESC, source, tenant, dataset
LIMIT $1;
