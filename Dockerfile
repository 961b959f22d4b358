# Node and npm are all that the build needs.
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY scripts ./scripts
RUN node scripts/prepare.mjs
COPY . .
RUN node scripts/assemble.mjs /app

FROM node:24-slim
LABEL org.opencontainers.image.title="zstack-image-emulator" \
      org.opencontainers.image.licenses="Apache-2.0"
# Others reach a container: the emulator's own API needs EMULATOR_CONTROL_TOKEN there, or EMULATOR_CONTROL=open; the
# session and passwords of the seeds are replaced by made ones, printed at the start (EMULATOR_SEED_SECRETS=kept).
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 EMULATOR_DATA_DIR=/data EMULATOR_SEED_DIRECTORIES=/seeds
WORKDIR /app
COPY --from=build /app ./
RUN mkdir /data /seeds dist/.code-cache && chown node:node /data dist/.code-cache
USER node
# Started once, so that what V8 compiles is kept: every container starts in half the time.
RUN HOST=127.0.0.1 PORT=0 EMULATOR_DATA_DIR=:memory: LOG_LEVEL=error node -e \
  "const child = require('node:child_process').spawn('node', ['dist/cli/main.js', 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] }); child.stdout.once('data', () => child.kill()); child.on('exit', (code) => process.exit(code ?? 1));"
# State, and seeds of one's own: found by their names, before those of the package.
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/cli/main.js", "serve"]
