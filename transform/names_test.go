package transform

import (
	"math/rand/v2"
	"testing"

	"carehouse/models"
)

// TestNames says what becomes of a record where names are given, one rule a line.
func TestNames(t *testing.T) {
	t.Parallel()

	p := plan[visit](t)
	type names = map[string]string
	phones := names{"phones.number": "contacts.value", "phones.kind": "contacts.type"}
	tests := []struct {
		name       string
		names      names
		body, want string
	}{
		{"nothing to do", names{"first_name": "fname"}, `{"id":1.0}`, `{"id":1.0}`},
		{"a name", names{"first_name": "fname"}, `{"a":1, "fname" : "x","id":1.50}`, `{"a":1,"first_name":"x","id":1.50}`},
		{"a name twice", names{"id": "uuid"}, `{"uuid":1,"a":0,"uuid":2}`, `{"id":1,"a":0,"id":2}`},
		{"a name in another spelling", names{"id": "uuid"}, `{"uu\u0069d":1,"\u0069":2}`, `{"id":1,"\u0069":2}`},
		{"the same name", names{"id": "id"}, `{"id":1,"a":2}`, `{"id":1,"a":2}`},
		{"names exchanged", names{"first_name": "last_name", "last_name": "first_name"}, `{"first_name":"a","last_name":"b"}`, `{"last_name":"a","first_name":"b"}`},
		{"names in a row", names{"first_name": "last_name", "last_name": "id"}, `{"last_name":"b","id":"c"}`, `{"first_name":"b","last_name":"c"}`},
		{"one value for two", names{"first_name": "n", "last_name": "n"}, `{"n":"b"}`, `{"first_name":"b","last_name":"b"}`},
		{"one value for two, of which one is called so", names{"first_name": "id", "id": "id"}, `{"id":1,"x":2}`, `{"first_name":1,"x":2,"id":1}`},
		{"an object in itself", names{"doctor": "doctor", "doctor.name": "doctor"}, `{"doctor":{"x":1}}`, `{"doctor":{"x":1,"name":{"x":1}}}`},
		{"both are there", names{"first_name": "fname"}, `{"first_name":"a","fname":"b"}`, `{"\u0000first_name":"a","first_name":"b"}`},
		{"only the one that is not meant", names{"first_name": "fname"}, `{"first_name":"a"}`, `{"\u0000first_name":"a"}`},
		{"null is there", names{"first_name": "fname"}, `{"first_name":"a","fname":null}`, `{"\u0000first_name":"a","first_name":null}`},
		{"out of an object", names{"first_name": "name.first", "last_name": "name.last"}, `{"name":{"first":"a","last":"b"},"id":1}`, `{"id":1,"first_name":"a","last_name":"b"}`},
		{"what is left in an object", names{"first_name": "name.first"}, `{"name":{"first":"a","last":"b"}}`, `{"name":{"last":"b"},"first_name":"a"}`},
		{"an object that is null", names{"first_name": "name.first", "last_name": "name.last"}, `{"id":1,"name":null}`, `{"id":1}`},
		{"an object that is a text", names{"first_name": "name.first"}, `{"id":1,"name":"a"}`, `{"id":1,"name":"a"}`},
		{"a record of which nothing is left", names{"first_name": "name.first"}, `{"name":{}}`, `{"name":{}}`},
		{"into an object", names{"doctor.name": "by", "id": "n"}, `{"by":"a","n":1}`, `{"id":1,"doctor":{"name":"a"}}`},
		{"into an object that is there", names{"doctor.name": "by"}, `{"doctor":{"x":1,"name":"z"},"by":"a"}`, `{"doctor":{"x":1,"\u0000name":"z","name":"a"}}`},
		{"into an object that is none", names{"doctor.name": "by"}, `{"doctor":5,"by":"a"}`, `{"\u0000doctor":5,"doctor":{"name":"a"}}`},
		{"in an object", names{"doctor.name": "doctor.n"}, `{"doctor":{"n":"a","x":1}}`, `{"doctor":{"name":"a","x":1}}`},
		{"an object by its name", names{"doctor": "dr", "doctor.name": "dr.n"}, `{"dr":{"n":"a","x":1}}`, `{"doctor":{"name":"a","x":1}}`},
		{"an object and less of it", names{"doctor": "dr", "first_name": "dr.n"}, `{"dr":{"n":"a"}}`, `{"doctor":{},"first_name":"a"}`},
		{"a list by its name", names{"phones": "contacts"}, `{"contacts":[{"number":1},null]}`, `{"phones":[{"number":1},null]}`},
		{"a list and its members", phones, `{"contacts":[{"value":"a"},{"type":"b"},{},{"value":"c","type":"d"}]}`, `{"phones":[{"number":"a"},{"kind":"b"},{},{"kind":"d","number":"c"}]}`},
		{"a list of none", phones, `{"contacts":[]}`, `{"phones":[]}`},
		{"a list that is null", phones, `{"contacts":null,"id":1}`, `{"id":1}`},
		{"elements that are none", phones, `{"contacts":[null,{"value":"a"},5]}`, `{"phones":[null,{"number":"a"},5]}`},
		{"what is left in a list", phones, `{"contacts":[{"value":"a"},null,{"value":"b","x":1}]}`, `{"contacts":[{},null,{"x":1}],"phones":[{"number":"a"},null,{"number":"b"}]}`},
		{"in a list", names{"phones.number": "phones.value"}, `{"phones":[{"value":"a","kind":"b"},null,{"kind":"c"}]}`, `{"phones":[{"number":"a","kind":"b"},null,{"kind":"c"}]}`},
		{"in a list of none", names{"phones.number": "phones.value"}, `{"phones":[]}`, `{"phones":[]}`},
		{"in a list, both", names{"phones.number": "phones.value"}, `{"phones":[{"value":"a","number":"b"},{"number":"c"}]}`, `{"phones":[{"number":"a","\u0000number":"b"},{"\u0000number":"c"}]}`},
		{"another list of that name", phones, `{"phones":[{"number":"z"}],"contacts":[{"value":"a"}]}`, `{"\u0000phones":[{"number":"z"}],"phones":[{"number":"a"}]}`},
		{"a list and a list", names{"phones.number": "contacts.value", "phones.kind": "kinds.name"}, `{"contacts":[{"value":"a"}],"kinds":[{"name":"b"}]}`, `{"contacts":[{"value":"a"}],"phones":[{"kind":"b"}]}`},
		{"a list by its name and in it", names{"phones": "contacts", "phones.number": "contacts.value"}, `{"contacts":[{"value":"a","kind":"b"},{}]}`, `{"phones":[{"number":"a","kind":"b"},{}]}`},
		{"an object for a list", phones, `{"contacts":{"value":"a","type":"b","x":1}}`, `{"contacts":{"x":1},"phones":[{"kind":"b","number":"a"}]}`},
		{"an object by its name for a list", names{"phones": "contact", "phones.number": "contact.value"}, `{"contact":{"value":"a"}}`, `{"phones":{"number":"a"}}`},
		{"members of two objects for a list", names{"phones.number": "a.n", "phones.kind": "b.k"}, `{"a":{"n":1},"b":{"k":2}}`, `{"a":{"n":1},"phones":[{"kind":2}]}`},
		{"a list deeper", names{"phones.number": "more.contacts.by.value"}, `{"more":{"contacts":[{"by":{"value":"a"}},{"by":null}]}}`, `{"phones":[{"number":"a"},{}]}`},
		{"a list less deep", names{"doctor.tags.name": "tags.t"}, `{"tags":[{"t":"a"}]}`, `{"doctor":{"tags":[{"name":"a"}]}}`},
		{"a list in a list", names{"phones.calls.at": "c.l.t", "phones.number": "c.n"}, `{"c":[{"n":1,"l":[{"t":"a"},{"t":"b"}]},{"l":[]},{}]}`, `{"phones":[{"number":1,"calls":[{"at":"a"},{"at":"b"}]},{"calls":[]},{}]}`},
		{"a list of texts for members", names{"phones.number": "numbers"}, `{"numbers":["a",null,5]}`, `{"phones":[{"number":"a"},{"number":null},{"number":5}]}`},
		{"members for a list of texts", names{"order_ids": "orders.id"}, `{"orders":[{"id":"a"},{},null,{"id":5}]}`, `{"order_ids":["a",null,null,5]}`},
		{"no list for a list", names{"phones.number": "number", "phones.kind": "kind"}, `{"number":"a","x":1,"kind":"b"}`, `{"x":1,"phones":[{"kind":"b","number":"a"}]}`},
		{"no list for a list, and one of that name", names{"phones.number": "number"}, `{"number":"a","phones":[{"number":"z"}]}`, `{"\u0000phones":[{"number":"z"}],"phones":[{"number":"a"}]}`},
		{"no list for a list in a list", names{"phones.calls.at": "at", "phones.number": "n"}, `{"at":"a","n":1}`, `{"phones":[{"number":1,"calls":[{"at":"a"}]}]}`},
		{"members of elements for a list in them", names{"phones.calls.at": "phones.last"}, `{"phones":[{"last":"a"},{"number":1}]}`, `{"phones":[{"calls":[{"at":"a"}]},{"number":1}]}`},
		{"null for a list", names{"phones.number": "number"}, `{"number":null,"id":1}`, `{"id":1}`},
		{"a list for no list", names{"first_name": "names.first"}, `{"names":[{"first":"a"},{"first":"b"}]}`, `{"first_name":["a","b"]}`},
		{"a list for an object", names{"doctor.name": "by.name"}, `{"by":[{"name":"a"}]}`, `{"by":[{"name":"a"}]}`},
		{"a list in a list where there is one", names{"phones.number": "phones.value"}, `{"phones":[[{"value":"a"}]]}`, `{"phones":[[{"value":"a"}]]}`},
		{"an object twice", names{"first_name": "name.first"}, `{"name":{"first":"a"},"name":{"first":"b"}}`, `{"name":{"first":"a"},"first_name":"b"}`},
		{"a name that nobody has", names{"nick": "n", "": "x", "a..b": "y"}, `{"n":"a","nick":"b","x":1,"y":1}`, `{"nick":"a","nick":"b","x":1,"y":1}`},
		{"a name that is not valid", names{"first_name": "\ufffd"}, `{"\ud800":"a"}`, `{"\ud800":"a"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			page := testPage(`{"x": [ 1 ], "data": [ 5 , ` + tt.body + ` ] }`)
			page.Names = tt.names
			got, err := p.adapt(page)
			if want := `{"x": [ 1 ], "data": [ 5 , ` + tt.want + ` ] }`; err != nil || string(got) != want {
				t.Errorf("got  %s, %v\nwant %s", got, err, want)
			}
			agree(t, p, page)
		})
	}
}

// theirNames gives some fields of an object, and of what is in it, other names.
func theirNames(r *rand.Rand, o *models.Object, ours, theirs string, names map[string]string, spell map[*models.Object]map[string]string) {
	spell[o] = map[string]string{}
	for _, f := range o.Fields {
		here, there := ours+f.Name, theirs+f.Name
		if r.IntN(2) == 0 {
			spell[o][f.Name] = "t_" + f.Name
			there = theirs + "t_" + f.Name
			names[here] = there
		}
		inside := f.Object
		if f.Child != nil && !f.HTML {
			inside = f.Child.Object
		}
		if inside != nil {
			theirNames(r, inside, here+".", there+".", names, spell)
		}
	}
}

// TestAPageInOtherNamesIsTheSamePage writes wild pages in our names and in others, and reads both.
func TestAPageInOtherNamesIsTheSamePage(t *testing.T) {
	t.Parallel()

	for _, p := range []*Plan{plan[visit](t), orders(t)} {
		for seed := range uint64(100) {
			names, spell := map[string]string{}, map[*models.Object]map[string]string{}
			theirNames(rand.New(rand.NewPCG(seed, 2)), p.root.Object, "", "", names, spell)
			page := func(spell map[*models.Object]map[string]string) models.Page {
				w := &wild{Rand: rand.New(rand.NewPCG(seed, 3)), once: true, theirs: spell}
				w.put(`{"data":`)
				w.list(p.root.Object, 4)
				w.put(`}`)
				return testPage(w.out.String())
			}
			want, wantErr := both(t, p, page(nil))
			theirs := page(spell)
			theirs.Names = names
			got, gotErr := both(t, p, theirs)
			if wantErr != nil && gotErr != nil { // at another place
				continue
			}
			if report(got, gotErr) != report(want, wantErr) {
				t.Fatalf("seed %d: %s\n%v\ngot\n%s\nwant\n%s", seed, theirs.Body, names, report(got, gotErr), report(want, wantErr))
			}
		}
	}
}
