package server

import (
	"net/http"

	"nameyard/server/apiphp"
	"nameyard/server/docpage"
	"nameyard/server/rest"
	"nameyard/server/v2"
)

// routes is every way in, on one screen. A path belongs to the first face that takes it; what belongs to none is refused in
// the form of the action API.
func (s *Server) routes() {
	s.echo.HTTPErrorHandler = s.tell
	s.echo.Pre(s.identify, s.observe, s.endConnectionWhileDraining, s.recover, s.place)
	s.echo.Use(s.noRoute)

	s.mount(rest.Prefix, s.restAPI) // rest.Routes
	if s.config.Key != nil {
		s.mount(v2.Prefix, v2API{s}) // v2.Endpoints
	}
	if s.config.Panel != nil {
		s.mount("", panelFace{s, s.config.Panel}) // Panel.Routes
	}
	s.mount("", actionAPI{s}) // POST /api.php

	own := s.echo.Group("")
	add(own, http.MethodGet, "/", s.landing)
	add(own, http.MethodGet, "/healthz", s.health)
	add(own, http.MethodGet, "/readyz", s.ready)
	add(own, http.MethodGet, "/metrics", s.showMetrics)
	add(own, http.MethodGet, "/api/openapi.json", s.restAPI.showContract)
	add(own, http.MethodGet, docpage.REST.Path, s.docs(rest.Docs))
	add(own, http.MethodGet, docpage.Action.Path, s.docs(apiphp.ManualPage))
	add(own, http.MethodGet, docpage.V2.Path, s.docs(v2.ManualPage))
	if s.config.ForwardTargets != nil {
		add(own, http.MethodGet, ForwardTargetsPath+":token", s.askTarget)
		add(own, http.MethodPost, ForwardTargetsPath+":token", s.answerTarget)
	}
	if s.config.PaymentEvents != nil {
		add(own, http.MethodPost, PaymentEventsPath, s.hearPayment)
	}
	s.refuseOtherMethods()
}
