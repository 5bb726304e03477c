# syntax=docker/dockerfile:1
# Nameyard in a container that holds nothing but the binary, certificates and an empty data folder. It starts with the sandbox
# registry; the key must be readable for user 65532.
#
#   docker build --build-arg VERSION=$(git describe --tags --always) --build-arg COMMIT=$(git rev-parse HEAD) -t nameyard .
#   openssl rand -base64 32 > secret.key && sudo chown 65532 secret.key && sudo chmod 400 secret.key
#   docker run --name nameyard -p 127.0.0.1:8080:8080 -v nameyard:/data -v ./secret.key:/secret.key:ro \
#     -e NAMEYARD_SECRET_KEY_FILE=/secret.key -e NAMEYARD_SELLER_NAME="Example Registrar" nameyard
#   docker exec nameyard /nameyard account list
#
# Inside, "this machine" is the container: metrics for a scraper outside need -e NAMEYARD_PUBLIC_METRICS=true, and a port that the
# internet does not reach.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION
ARG COMMIT
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$VERSION -X main.commit=$COMMIT" -o /out/nameyard ./cmd/nameyard
RUN mkdir -m 700 /out/data && mkdir -m 1777 /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/nameyard /nameyard
# SQLite needs somewhere for temporary files.
COPY --from=build --chown=65532:65532 /out/tmp /tmp
COPY --from=build --chown=65532:65532 /out/data /data
ENV NAMEYARD_DATA=/data NAMEYARD_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
USER 65532:65532
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s CMD ["/nameyard", "health"]
ENTRYPOINT ["/nameyard"]
CMD ["serve", "--sandbox"]
