-- report rejects
-- What was set aside, newest window first: where it is in the landing and why. At most as many rows as asked for ($1).
SELECT source, tenant, dataset, window_id, page, record, table_name, path, reason, whole_record
FROM meta.rejects
ORDER BY window_id DESC, source, tenant, dataset, page, record, path
LIMIT $1;
