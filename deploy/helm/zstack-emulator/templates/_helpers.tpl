{{- define "fleet.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "fleet.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "fleet.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "fleet.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .user }}
runAsGroup: {{ .user }}
fsGroup: {{ .user }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "fleet.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end -}}

{{- /* The names that replicas are reached by: of the proxy's service, of their own, and below the domain. */ -}}
{{- define "fleet.hosts" -}}
{{- $proxy := printf "%s-proxy" (include "fleet.name" .) -}}
{{- $ns := .Release.Namespace -}}
{{- $own := printf "*.%s-replicas.%s.svc" (include "fleet.name" .) $ns -}}
{{- $names := list $proxy (printf "%s.%s" $proxy $ns) (printf "%s.%s.svc" $proxy $ns) (printf "%s.%s.svc.cluster.local" $proxy $ns) $own (printf "*.%s" .Values.domain) -}}
{{- concat $names .Values.allowedHosts | join "," -}}
{{- end -}}
