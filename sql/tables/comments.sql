-- tables comments
-- What a table and its columns mean, in the database itself. The sentences are those of the record's struct.
COMMENT ON TABLE {{.Source}}.{{.Name}} IS {{quote .Doc}};
COMMENT ON VIEW history.{{.Source}}_{{.Name}} IS {{quote (print "Every version: " .Doc)}};
COMMENT ON TABLE history.{{.Source}}_{{.Name}}_closed IS
    'Versions that are over; read them through the view of the table.';
{{range .Columns}}
COMMENT ON COLUMN {{$.Source}}.{{$.Name}}.{{.Name}} IS {{quote .Doc}};
{{- end}}
