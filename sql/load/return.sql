-- load return
-- A tombstone ends when its record comes back.
UPDATE history.{{.Source}}_{{.Name}}_closed AS t
SET valid_to = greatest(j._extracted_at, t.valid_from)
FROM judged AS j
WHERE j.verdict = 'insert' AND t.op = 'delete' AND t.valid_to IS NULL
    AND t._tenant = getvariable('tenant') AND {{same "t" .Keys "j" .Keys}};
