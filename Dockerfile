# syntax=docker/dockerfile:1
# One image for everything: gateway, silo, both in one (Mogambo:Cluster:Role), and the simulated WhatsApp (Mogambo.Simulator.dll).

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source

# What packages are needed changes less often than the code: this layer is kept.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Gateway/*.csproj src/Gateway/packages.lock.json src/Gateway/
COPY src/Grains/*.csproj src/Grains/packages.lock.json src/Grains/
COPY src/Grains.Abstractions/*.csproj src/Grains.Abstractions/packages.lock.json src/Grains.Abstractions/
COPY src/Mogambo/*.csproj src/Mogambo/packages.lock.json src/Mogambo/
COPY src/Silo/*.csproj src/Silo/packages.lock.json src/Silo/
COPY src/Simulator/*.csproj src/Simulator/packages.lock.json src/Simulator/
COPY src/Storage/*.csproj src/Storage/packages.lock.json src/Storage/
COPY src/WhatsApp/*.csproj src/WhatsApp/packages.lock.json src/WhatsApp/
ARG TARGETARCH
RUN dotnet restore src/Mogambo --locked-mode -a $TARGETARCH

COPY src/ src/
RUN dotnet publish src/Mogambo --no-restore -a $TARGETARCH --self-contained false -c Release -o /app -p:UseAppHost=false -p:ContinuousIntegrationBuild=true

# Chiseled: no shell, no package manager, and a user of its own (1654).
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
ARG VERSION=dev
LABEL org.opencontainers.image.title="Mogambo" \
      org.opencontainers.image.description="Stands between a business's systems and WhatsApp" \
      org.opencontainers.image.version="$VERSION"
COPY --from=build /app /app

# mogambo.json is looked for in the working directory: mount it here. Nothing is written outside /tmp, and there only while opt-ins are
# imported, so the root file system may be read-only.
WORKDIR /config
ENV ASPNETCORE_URLS=http://+:8080 \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --start-interval=2s --retries=3 CMD ["dotnet", "/app/Mogambo.dll", "health"]
ENTRYPOINT ["dotnet", "/app/Mogambo.dll"]
