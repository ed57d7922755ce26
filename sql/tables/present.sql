-- tables present
-- The present of one table, and beside it the versions that are over. No primary key and no index: they would cost
-- twice the load, and uniqueness is checked after every merge.
CREATE SCHEMA IF NOT EXISTS {{.Source}};
CREATE SCHEMA IF NOT EXISTS history;

CREATE TABLE {{.Source}}.{{.Name}} (
{{- range $i, $c := .Columns}}{{if $i}},{{end}}
    {{$c.Name}} {{$c.SQL}}{{if $c.Required}} NOT NULL{{end}}
{{- end}}
);

CREATE TABLE history.{{.Source}}_{{.Name}}_closed (
{{- range .Columns}}
    {{.Name}} {{.SQL}},
{{- end}}
    valid_from TIMESTAMPTZ NOT NULL,
    valid_to TIMESTAMPTZ,
    op VARCHAR NOT NULL
);
