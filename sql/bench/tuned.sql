-- bench tuned
-- What a careful person writes to load the pages with the engine's own reader: types said beforehand, no guessing of
-- the format, one staging table, then the tables that carehouse makes, with the same columns, and their Parquet files.
CREATE TEMP TABLE staging AS
SELECT unnest(data) AS r
FROM read_json(
    {{quote .Pages}}, columns = {data: {{quote .Schema}}}, format = 'unstructured', maximum_object_size = {{.Largest}}
);
{{range .Tables}}
CREATE TABLE {{.Name}} AS
SELECT
{{- range $i, $c := .Columns}}{{if $i}},{{end}}
    {{$c.SQL}} AS {{$c.Name}}
{{- end}}
FROM {{if .List}}(SELECT r, unnest({{.List}}) AS e FROM staging){{else}}staging{{end}};
COPY {{.Name}} TO {{quote .File}} (FORMAT parquet, COMPRESSION zstd);
{{end}}
DROP TABLE staging;
CHECKPOINT;
