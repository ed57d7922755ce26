-- load changed
-- What the merge is about to do: changed are the places of the records to be written, ending the versions to be closed
-- and when. A version that ended before it began, because answers overtook each other, has held for no time at all.
CREATE OR REPLACE TEMP TABLE changed AS
SELECT {{list "" .Keys}}, _page, _ordinal FROM judged WHERE verdict IN ('insert', 'update');

CREATE OR REPLACE TEMP TABLE ending AS
SELECT {{list "" .Keys}}, greatest(_extracted_at, _replaced_at) AS _valid_to, FALSE AS gone
FROM judged
WHERE verdict = 'update'
{{- if .Absence}}
UNION ALL
SELECT {{list "" .Keys}}, greatest(getvariable('ended'), _extracted_at), TRUE
FROM absent
WHERE gone
{{- end}};
