-- load close
-- The versions that end, of one table, go to history as they are and leave the present. A child's versions are its
-- record's. op says how the version began, which is what the record's last closed version tells.
INSERT INTO history.{{.Source}}_{{.Name}}_closed
SELECT
    {{names "p." .Columns}},
    p._extracted_at,
    e._valid_to,
    CASE WHEN l.op IS NULL OR l.op = 'delete' THEN 'insert' ELSE 'update' END
FROM {{.Source}}.{{.Name}} AS p
JOIN ending AS e ON {{same "p" .Keys "e" .Root.Keys}}
LEFT JOIN last_closed AS l ON {{same "p" .Keys "l" .Root.Keys}}
WHERE p._tenant = getvariable('tenant');

DELETE FROM {{.Source}}.{{.Name}}
USING ending AS e
WHERE {{.Name}}._tenant = getvariable('tenant') AND {{same .Name .Keys "e" .Root.Keys}};
