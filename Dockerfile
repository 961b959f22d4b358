# The build stage has the C++ toolchain that better-sqlite3 needs when it is compiled.
FROM node:20-bookworm AS build
WORKDIR /app
# The image brings Node's headers: node-gyp need not download them.
ENV npm_package_config_node_gyp_nodedir=/usr/local
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev && rm -f dist/.tsbuildinfo dist/.build-stamp.json

FROM node:20-bookworm-slim
LABEL org.opencontainers.image.title="zstack-image-emulator" \
      org.opencontainers.image.licenses="Apache-2.0"
# Others reach a container: the emulator's own API needs EMULATOR_CONTROL_TOKEN there, or EMULATOR_CONTROL=open.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 EMULATOR_DATA_DIR=/data EMULATOR_SEED_DIRECTORIES=/seeds
WORKDIR /app
RUN mkdir /data /seeds && chown node:node /data
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/migrations ./migrations
COPY --from=build /app/seed ./seed
COPY --from=build /app/openapi ./openapi
COPY --from=build /app/dist ./dist
USER node
# State, and seeds of one's own: found by their names, before those of the package.
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/cli/main.js", "serve"]
