-- tables history
-- Every version of every record of one table. A version holds from valid_from until just before valid_to; valid_to is
-- null while it holds. op says how the version began: insert, update or delete; a delete has the key and nothing else.
-- The present is a part of the view, so a first load writes nothing twice. The macro gives the table as it was.
CREATE OR REPLACE VIEW history.{{.Source}}_{{.Name}} AS
WITH last_closed AS (
    SELECT _tenant, {{list "" .Root.Keys}}, arg_max(op, (valid_from, op <> 'delete')) AS op
    FROM history.{{.Source}}_{{.Root.Name}}_closed
    GROUP BY ALL
)
SELECT {{names "" .Columns}}, valid_from, valid_to, op
FROM history.{{.Source}}_{{.Name}}_closed
UNION ALL
SELECT
    {{names "p." .Columns}},
    p._extracted_at AS valid_from,
    NULL::TIMESTAMPTZ AS valid_to,
    CASE WHEN l.op IS NULL OR l.op = 'delete' THEN 'insert' ELSE 'update' END AS op
FROM {{.Source}}.{{.Name}} AS p
LEFT JOIN last_closed AS l ON l._tenant = p._tenant AND {{same "p" .Keys "l" .Root.Keys}};

CREATE OR REPLACE MACRO history.{{.Source}}_{{.Name}}_as_of(moment) AS TABLE
SELECT * EXCLUDE (valid_from, valid_to, op)
FROM history.{{.Source}}_{{.Name}}
WHERE valid_from <= moment::TIMESTAMPTZ AND (valid_to IS NULL OR valid_to > moment::TIMESTAMPTZ) AND op <> 'delete';
