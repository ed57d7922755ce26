package simulator

import (
	"net/http"
	"strconv"
)

// An answer is a response before it is sent.
type answer struct {
	status int
	body   []byte
	kind   string // content type; "" is text/xml
	to     string // of a redirect
}

// An envelope is a SOAP answer that is being written.
type envelope struct {
	o *operation
	writer
}

// tag is the container with the prefix that its namespace has.
func (o *operation) tag() string {
	if o.space == barredSpace {
		return "a:" + o.container
	}
	return o.container
}

func (o *operation) rowTag() string {
	if o.space == barredSpace {
		return "a:" + o.row
	}
	return o.row
}

func newEnvelope(o *operation) *envelope {
	e := &envelope{o: o}
	e.raw(`<s:Envelope xmlns:s="` + soapSpace + `"><s:Body>`)
	e.raw("<" + o.name + `Response xmlns="` + kareoSpace + `"><` + o.name + "Result")
	if o.space == barredSpace {
		e.raw(` xmlns:a="` + barredSpace + `"`)
	}
	e.raw(` xmlns:i="` + instanceSpace + `">`)
	return e
}

func (e *envelope) raw(s string) { e.dst = append(e.dst, s...) }

func (e *envelope) answer() answer {
	e.raw("</" + e.o.name + "Result></" + e.o.name + "Response></s:Body></s:Envelope>")
	return answer{status: http.StatusOK, body: e.dst}
}

// fine is the ErrorResponse of a good answer.
func (e *envelope) fine() {
	e.raw(`<ErrorResponse><ErrorMessage i:nil="true"/><IsError>false</IsError><StackTrace i:nil="true"/></ErrorResponse>`)
}

// failure is the ErrorResponse of a bad one.
func (e *envelope) failure(message, stack string) {
	e.raw("<ErrorResponse><ErrorMessage>")
	e.text(message)
	e.raw("</ErrorMessage><IsError>true</IsError>")
	if stack == "" {
		e.raw(`<StackTrace i:nil="true"/>`)
	} else {
		e.raw("<StackTrace>")
		e.text(stack)
		e.raw("</StackTrace>")
	}
	e.raw("</ErrorResponse>")
}

// none closes an answer whose payload is nil.
func (e *envelope) none() answer {
	if e.o.container != "" {
		if e.o.name == "GetAllPatients" {
			e.raw(`<Key i:nil="true"/>`)
		}
		e.raw("<" + e.o.tag() + ` i:nil="true"/>`)
	}
	return e.answer()
}

// wrong is an error that comes with status 200.
func wrong(o *operation, message, stack string) answer {
	e := newEnvelope(o)
	e.failure(message, stack)
	e.raw(`<SecurityResponse i:nil="true"/>`)
	return e.none()
}

// security is the SecurityResponse.
type security struct {
	key, authenticated, authorized bool
	account                        int64
	missing                        string // permission
	practices                      []int64
	said                           string
}

func (e *envelope) security(c security) {
	flag := func(name string, b bool) { e.raw("<" + name + ">" + strconv.FormatBool(b) + "</" + name + ">") }
	e.raw("<SecurityResponse>")
	flag("Authenticated", c.authenticated)
	flag("Authorized", c.authorized)
	e.raw("<CustomerId>" + strconv.FormatInt(c.account, 10) + "</CustomerId>")
	flag("CustomerKeyValid", c.key)
	if c.missing == "" {
		e.raw(`<PermissionsMissing i:nil="true"/>`)
	} else {
		e.raw(`<PermissionsMissing><Permission xmlns:a="` + arraySpace + `"><a:string>`)
		e.text(c.missing)
		e.raw("</a:string></Permission></PermissionsMissing>")
	}
	if c.practices == nil {
		e.raw(`<PracticesAuthorized i:nil="true"/>`)
	} else {
		e.raw(`<PracticesAuthorized><PracticeID xmlns:a="` + arraySpace + `">`)
		for _, id := range c.practices {
			e.raw("<a:int>" + strconv.FormatInt(id, 10) + "</a:int>")
		}
		e.raw("</PracticeID></PracticesAuthorized>")
	}
	if c.said == "" {
		e.raw(`<SecurityResult i:nil="true"/>`)
	} else {
		e.raw("<SecurityResult>" + c.said + "</SecurityResult>")
	}
	flag("SecurityResultSuccess", c.key && c.authenticated && c.authorized)
	e.raw("</SecurityResponse>")
}

// Where the codes of .NET's own faults live.
const (
	addressing = "http://schemas.microsoft.com/ws/2005/05/addressing/none"
	dispatcher = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher"
)

// fault is an error that comes with status 500.
func fault(space, code, text string) answer {
	w := writer{}
	w.text(text)
	body := `<s:Envelope xmlns:s="` + soapSpace + `"><s:Body><s:Fault><faultcode xmlns:a="` + space + `">a:` + code +
		`</faultcode><faultstring xml:lang="en-US">` + string(w.dst) + `</faultstring></s:Fault></s:Body></s:Envelope>`
	return answer{status: http.StatusInternalServerError, body: []byte(body)}
}

func internalFault() answer {
	return fault(dispatcher, "InternalServiceFault", "The server was unable to process the request due to an internal error.  "+
		"For more information about the error, either turn on IncludeExceptionDetailInFaults (either from "+
		"ServiceBehaviorAttribute or from the <serviceDebug> configuration behavior) on the server in order to send the "+
		"exception information back to the client, or turn on tracing as per the Microsoft .NET Framework SDK documentation "+
		"and inspect the server trace logs.")
}

func deserializationFault(why string) answer {
	return fault(dispatcher, "DeserializationFailed", "The formatter threw an exception while trying to deserialize "+
		"the message: There was an error while trying to deserialize parameter "+kareoSpace+":request. The InnerException "+
		"message was 'Error in line 1 position 512. "+why+"'.  Please see InnerException for more details.")
}

func actionFault(action string) answer {
	return fault(addressing, "ActionNotSupported", "The message with Action '"+action+"' cannot be processed at the "+
		"receiver, due to a ContractFilter mismatch at the EndpointDispatcher. This may be because of either a contract mismatch "+
		"(mismatched Actions between sender and receiver) or a binding/security mismatch between the sender and the "+
		"receiver.  Check that sender and receiver have the same contract and the same binding (including security "+
		"requirements, e.g. Message, Transport, None).")
}

func page(status int) answer {
	return answer{
		status: status, kind: "text/html",
		body: []byte("<html><head><title>Service unavailable</title></head><body>Please try later.</body></html>\n"),
	}
}
