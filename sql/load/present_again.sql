-- load present_again
-- Marks of absence whose record has come back, or is no longer in the present at all.
CREATE OR REPLACE TEMP TABLE present_again AS
SELECT a.record_key
FROM meta.absences AS a
SEMI JOIN (SELECT {{keytext "" .Keys}} AS _key FROM arrived) AS s ON s._key = a.record_key
WHERE a.source = '{{.Source}}' AND a.tenant = getvariable('tenant') AND a.table_name = '{{.Name}}';
