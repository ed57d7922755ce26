-- load last_closed
-- How the last closed version of each ending record began; taken before any table is closed, so that a record and its
-- children are told the same.
CREATE OR REPLACE TEMP TABLE last_closed AS
SELECT {{list "c." .Keys}}, arg_max(c.op, (c.valid_from, c.op <> 'delete')) AS op
FROM history.{{.Source}}_{{.Name}}_closed AS c
SEMI JOIN ending AS e ON {{same "c" .Keys "e" .Keys}}
WHERE c._tenant = getvariable('tenant')
GROUP BY ALL;
