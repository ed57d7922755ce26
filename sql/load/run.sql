-- load run
-- One row a run. A run that writes its row again replaces it.
INSERT INTO meta.runs VALUES (?, ?, ?::TIMESTAMPTZ, ?::TIMESTAMPTZ, ?);
