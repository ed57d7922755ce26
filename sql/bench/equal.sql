-- bench equal
-- Whether carehouse and the careful script made the same rows: of each table how many there are, and how many each
-- has that the other has not; and how many the hasty script has.
ATTACH {{quote .Ours}} AS ours (READ_ONLY);
ATTACH {{quote .Tuned}} AS tuned (READ_ONLY);
ATTACH {{quote .Auto}} AS auto (READ_ONLY);
{{- range $i, $t := .Tables}}{{if $i}}
UNION ALL{{end}}
SELECT
    '{{.Name}}',
    (SELECT count(*) FROM ours.{{.Source}}.{{.Name}}),
    (SELECT count(*) FROM (
        SELECT {{range $i, $c := .Columns}}{{if $i}}, {{end}}{{$c.Compared}}{{end}} FROM ours.{{.Source}}.{{.Name}}
        EXCEPT ALL
        SELECT {{range $i, $c := .Columns}}{{if $i}}, {{end}}{{$c.Compared}}{{end}} FROM tuned.{{.Name}}
    )),
    (SELECT count(*) FROM (
        SELECT {{range $i, $c := .Columns}}{{if $i}}, {{end}}{{$c.Compared}}{{end}} FROM tuned.{{.Name}}
        EXCEPT ALL
        SELECT {{range $i, $c := .Columns}}{{if $i}}, {{end}}{{$c.Compared}}{{end}} FROM ours.{{.Source}}.{{.Name}}
    )),
    (SELECT count(*) FROM auto.{{.Name}})
{{- end}};
