-- bench auto
-- What most people type: the engine guesses the types, which makes money a DOUBLE, and no column is made of two.
CREATE TEMP TABLE staging AS SELECT unnest(data) AS r FROM read_json({{quote .Pages}});
{{range .Tables}}
CREATE TABLE {{.Name}} AS
{{- if .List}}
SELECT {{list "" $.Keys}}, unnest(e) FROM (SELECT {{list "r." $.Keys}}, unnest({{.List}}) AS e FROM staging);
{{- else}}
SELECT * EXCLUDE ({{list "" $.Lists}}) FROM (SELECT unnest(r) FROM staging);
{{- end}}
COPY {{.Name}} TO {{quote .File}} (FORMAT parquet, COMPRESSION zstd);
{{end}}
DROP TABLE staging;
CHECKPOINT;
