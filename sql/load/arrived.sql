-- load arrived
-- The records of a window, one row a key: arrived has every record of the staged files, winners one of each key, the
-- newest version and then the latest page and place. Nearly always all of them are winners, so the order is asked
-- for only among keys that came twice.
CREATE OR REPLACE TEMP TABLE arrived AS
{{- if .Staged}}
SELECT {{list "" .Keys}}, {{.VersionOrNull}} AS _version, _page, _ordinal, _extracted_at, _hash
FROM read_parquet(getvariable('files_{{.Name}}'));
{{- else}}
SELECT {{list "" .Keys}}, {{.VersionOrNull}} AS _version, _page, _ordinal, _extracted_at, _hash
FROM {{.Source}}.{{.Name}} LIMIT 0;
{{- end}}

CREATE OR REPLACE TEMP TABLE repeated AS
SELECT {{list "" .Keys}} FROM arrived GROUP BY ALL HAVING count(*) > 1;

CREATE OR REPLACE TEMP TABLE losers AS
SELECT a._page, a._ordinal
FROM arrived AS a
SEMI JOIN repeated AS r ON {{same "a" .Keys "r" .Keys}}
QUALIFY row_number() OVER (
    PARTITION BY {{list "a." .Keys}} ORDER BY a._version DESC NULLS LAST, a._page DESC, a._ordinal DESC
) > 1;

CREATE OR REPLACE TEMP VIEW winners AS
SELECT * FROM arrived AS a ANTI JOIN losers AS l ON a._page = l._page AND a._ordinal = l._ordinal;
