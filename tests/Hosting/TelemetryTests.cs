using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using ELearning.Api;
using ELearning.Content;

namespace ELearning.Tests.Hosting;

/// <summary>What a request leaves for the people who watch the process, and what it must not.</summary>
public sealed class TelemetryTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] Sources = [OperationTelemetry.Name, ContentTelemetry.Name, ContentTelemetry.DatabaseName];

    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;
    private School _school = null!;
    private ApiClient _member = null!;

    public TelemetryTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => Sources.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public async Task InitializeAsync()
    {
        _school = await School.OpenAsync();
        _member = _school.Member;
    }

    public async Task DisposeAsync() => await _school.DisposeAsync();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_request_is_one_trace_of_its_operation_its_batches_and_its_commands()
    {
        var trace = await TraceAsync("query Catalogue { courseware(first: 2) { nodes { title teachers { name } } } }");
        Assert.Single(trace, span => span.OperationName == "query Catalogue");
        Assert.Single(trace, span => span.OperationName == "load TeacherLoader");
        Assert.Contains(trace, span => span.Source.Name == ContentTelemetry.DatabaseName);
    }

    [Fact]
    public async Task A_failed_operation_says_its_code()
    {
        var trace = await TraceAsync("query Look { auditLog { totalCount } }");
        Assert.Equal(
            (ActivityStatusCode.Error, "FORBIDDEN"),
            trace.Where(span => span.OperationName == "query Look").Select(span => (span.Status, span.StatusDescription ?? "")).Single()
        );
    }

    [Fact]
    public async Task Nothing_of_a_person_is_in_a_span()
    {
        var answer = await _member.QueryAsync("{ me { id name number } }");
        var secrets = new[] { "id", "name", "number" }.Select(field => answer.String($"me.{field}")).ToList();
        var trace = await TraceAsync($"query Mine {{ me {{ id name number }} node(id: \"{secrets[0]}\") {{ id }} }}");
        var told = string.Join('\n', trace.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Append(span.DisplayName)));
        Assert.Contains("graphql.operation.name=Mine", told, StringComparison.Ordinal);
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Signed_addresses_do_not_leave_with_a_trace()
    {
        using var span = new Activity("GET");
        span.SetTag("url.query", "?signature=secret").SetTag("url.path", "/media/1").SetTag("http.route", "/media/{asset}");
        using var without = new Telemetry.WithoutAddresses();
        without.OnEnd(span);
        Assert.Equal(["http.route"], span.TagObjects.Select(tag => tag.Key));
    }

    [Fact]
    public async Task The_id_of_a_request_is_the_servers_in_answer_audit_log_and_log_lines_whatever_trace_the_caller_names()
    {
        const string Chosen = "4bf92f3577b34da6a3ce929d0e0e4736";
        _member.Headers["traceparent"] = $"00-{Chosen}-00f067aa0ba902b7-01";
        string[] answered = [await ClaimAsync(), await ClaimAsync()];
        var log = await _school
            .Host.ClientFor("boss", "Administrator")
            .QueryAsync("{ auditLog(first: 2, where: { kind: { eq: MUTATION } }) { nodes { correlation } } }");
        Assert.Equal(answered.Reverse(), log["auditLog.nodes"]!.AsArray().Select(entry => (string)entry!["correlation"]!));
        Assert.Equal(2, answered.Distinct().Count());
        Assert.DoesNotContain(Chosen, answered);

        async Task<string> ClaimAsync()
        {
            _school.Host.Time.Advance(TimeSpan.FromSeconds(1));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
            {
                Content = JsonContent.Create(
                    new
                    {
                        query = "mutation($input: ClaimCreditInput!) { claimCredit(input: $input) { claim { id } } }",
                        variables = new
                        {
                            input = new
                            {
                                memberId = School.MemberId(School.Lin),
                                form = "LECTURE",
                                seconds = 2700,
                                heldOn = "2026-02-01",
                                title = "讲座",
                            },
                        },
                    }
                ),
            };
            using var answer = await _member.SendAsync(request);
            return Assert.Single(answer.Headers.GetValues(Telemetry.CorrelationHeader));
        }
    }

    [Fact]
    public async Task Every_answer_has_an_id_and_every_operation_is_counted_by_type_and_code()
    {
        using var client = _school.Host.CreateClient();
        using var refused = await client.PostAsync(new Uri("/graphql", UriKind.Relative), new StringContent("no JSON"));
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(refused.Headers.GetValues(Telemetry.CorrelationHeader)));
        await _member.QueryAsync("{ me { id } }");
        await _member.AskAsync("{ auditLog { totalCount } }");
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Matches("""elearning_graphql_operation_duration_seconds_count\{[^}]*code="OK",graphql_operation_type="query"\} [1-9]""", metrics);
        Assert.Matches("""elearning_graphql_operation_duration_seconds_count\{[^}]*code="FORBIDDEN"[^}]*\} [1-9]""", metrics);
        Assert.Contains("elearning_database_commands_total", metrics, StringComparison.Ordinal);
    }

    /// <summary>The spans of the member's request alone: other tests run beside this one.</summary>
    private async Task<IReadOnlyList<Activity>> TraceAsync(string document)
    {
        var id = ActivityTraceId.CreateRandom();
        _member.Headers["traceparent"] = $"00-{id}-00f067aa0ba902b7-01";
        await _member.AskAsync(document);
        return [.. _spans.Where(span => span.TraceId == id)];
    }
}
