-- load judged
-- What is to become of each winner. An equal hash is the same version. An older version never replaces a newer one;
-- where versions do not decide, because one is missing or they are equal, the answer that was asked for later wins;
-- so does a tombstone over an answer that was asked for before the record was found to be gone.
CREATE OR REPLACE TEMP TABLE judged AS
SELECT
    {{list "w." .Keys}}, w._page, w._ordinal, w._extracted_at, p._extracted_at AS _replaced_at,
    CASE
        WHEN w._extracted_at < t.valid_from THEN 'older'
        WHEN p._tenant IS NULL THEN 'insert'
        WHEN p._hash = w._hash THEN 'same'
        WHEN w._version < p._version THEN 'older'
        WHEN coalesce(w._version = p._version, TRUE) AND w._extracted_at < p._extracted_at THEN 'older'
        ELSE 'update'
    END AS verdict
FROM winners AS w
LEFT JOIN (
    SELECT {{list "" .Keys}}, {{.VersionOrNull}} AS _version, _tenant, _extracted_at, _hash
    FROM {{.Source}}.{{.Name}}
    WHERE _tenant = getvariable('tenant')
) AS p ON {{same "w" .Keys "p" .Keys}}
LEFT JOIN (
    SELECT {{list "" .Keys}}, valid_from
    FROM history.{{.Source}}_{{.Name}}_closed
    WHERE op = 'delete' AND valid_to IS NULL AND _tenant = getvariable('tenant')
) AS t ON {{same "w" .Keys "t" .Keys}};
