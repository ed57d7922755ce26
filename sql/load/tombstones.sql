-- load tombstones
-- A record that is gone leaves a version that holds its key and nothing else. Marks of absence that have done their
-- work, or were wrong, are taken away; what this sweep missed for the first time is marked.
INSERT INTO history.{{.Source}}_{{.Name}}_closed BY NAME
SELECT
    {{list "" .Keys}},
    getvariable('tenant') AS _tenant,
    getvariable('window_id') AS _window,
    getvariable('ended') AS _extracted_at,
    _valid_to AS valid_from,
    'delete' AS op
FROM ending
WHERE gone;

DELETE FROM meta.absences
WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND table_name = '{{.Name}}'
    AND record_key IN (SELECT _key FROM absent WHERE gone);

INSERT INTO meta.absences
SELECT '{{.Source}}', getvariable('tenant'), '{{.Name}}', _key, getvariable('window_id'), getvariable('ended')
FROM absent
WHERE NOT gone;
