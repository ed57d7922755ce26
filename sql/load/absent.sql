-- load absent
-- Who was not seen by a complete sweep. A record that was asked for after the sweep was planned is not judged by it,
-- nor one that is outside of its span or of the parts that were swept, or on a day of which the span has only a part.
-- absent has each such record and whether the sweep before this one missed it too; those are gone.
CREATE OR REPLACE TEMP TABLE absent AS
SELECT m.*, a.record_key IS NOT NULL AS gone
FROM (
    SELECT {{list "p." .Keys}}, {{keytext "p." .Keys}} AS _key, p._extracted_at
    FROM {{.Source}}.{{.Name}} AS p
    ANTI JOIN arrived AS a ON {{same "p" .Keys "a" .Keys}}
    WHERE p._tenant = getvariable('tenant') AND p._extracted_at < getvariable('planned')
    {{- if .Span}}
        AND p.{{.Span}}::TIMESTAMPTZ >= getvariable('from_time')
        AND p.{{.Span}} < getvariable('to_time')::{{.SpanType}}
    {{- end}}
    {{- if .Within}}
        AND p.{{.Within}}::VARCHAR IN (SELECT unnest(getvariable('within')))
    {{- end}}
) AS m
LEFT JOIN (
    FROM meta.absences
    WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND table_name = '{{.Name}}'
) AS a ON a.record_key = m._key;
