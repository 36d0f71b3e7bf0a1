# syntax=docker/dockerfile:1
# The product without the embedded PostgreSQL: DATABASE_URL is needed. See docs/deployment.md.

# ── The web application: needs development packages and their platform binaries ──
FROM node:26-bookworm-slim AS web
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/contract/package.json packages/contract/
COPY apps/server/package.json apps/server/
COPY apps/simulator/package.json apps/simulator/
COPY apps/web/package.json apps/web/
COPY e2e/package.json e2e/
RUN npm ci --include=dev --no-audit --no-fund --ignore-scripts
COPY tsconfig.base.json ./
COPY packages/contract packages/contract
COPY apps/web apps/web
ENV NODE_ENV=production
RUN cd apps/web && npx --no-install vite build --outDir dist --emptyOutDir

# ── What runs: the server's packages only, Node of the image instead of the one from npm ──
FROM node:26-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/contract/package.json packages/contract/
COPY apps/server/package.json apps/server/
COPY apps/simulator/package.json apps/simulator/
COPY apps/web/package.json apps/web/
COPY e2e/package.json e2e/
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund --ignore-scripts

FROM node:26-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data DRAIN_SECONDS=5
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY presets presets
COPY scripts/healthcheck.mjs scripts/
COPY packages/contract packages/contract
COPY apps/server apps/server
COPY --from=web /app/apps/web/dist apps/web/dist
# The spool of acknowledged hooks: it must outlive the container.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "scripts/healthcheck.mjs"]
ENTRYPOINT ["node", "apps/server/src/main.ts"]
CMD ["--role=all"]
