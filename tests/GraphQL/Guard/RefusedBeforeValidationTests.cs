using GraphQL.Validation;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.GraphQL.Tests.Guard;

public sealed class RefusedBeforeValidationTests
{
    [Theory]
    [MemberData(nameof(DocumentGuardTests.Attacks), MemberType = typeof(DocumentGuardTests))]
    public async Task The_engine_never_validates_what_the_guard_refuses(string name, string document)
    {
        var validator = new WatchedValidator();
        using var host = new TinyHost(introspection: true, services => services.AddSingleton<IDocumentValidator>(validator));
        Assert.True((await host.AnswerAsync(document)).Refused(), name);
        Assert.Equal(0, validator.Documents);
        await host.AskAsync("{ greeting }");
        Assert.Equal(1, validator.Documents);
    }

    [Fact]
    public async Task Nor_what_costs_too_much()
    {
        var validator = new WatchedValidator();
        using var host = new TinyHost(
            introspection: true,
            services => services.AddSingleton<IDocumentValidator>(validator).AddSingleton(new BudgetOptions { LargestOperation = 100 })
        );
        Assert.Equal("COST_EXCEEDED", (await host.AnswerAsync("{ shelves(first: 100) { nodes { name } } }")).Code());
        Assert.Equal(0, validator.Documents);
    }

    [Fact]
    public async Task Validation_ends_when_there_are_errors_enough()
    {
        using var host = new TinyHost();
        var answer = await host.AnswerAsync($"{{ {string.Concat(Enumerable.Range(0, 45).Select(i => $"unknown{i} "))} }}", language: "en");
        var errors = answer.GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(21, errors.Count);
        Assert.Contains("unknown0", errors[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("TOO_MANY_ERRORS", errors[20].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Empty(host.Log.Lines);
    }

    [Fact]
    public async Task An_answer_tells_as_many_errors_as_are_of_use_and_keeps_its_data()
    {
        using var host = new TinyHost();
        var answer = await host.AnswerAsync($"{{ greeting {string.Concat(Enumerable.Range(0, 40).Select(i => $"m{i}: missing "))} }}");
        Assert.Equal(21, answer.GetProperty("errors").GetArrayLength());
        Assert.Equal("NOT_FOUND", answer.Code());
        Assert.Equal("TOO_MANY_ERRORS", answer.Code(20));
        Assert.StartsWith("你好", answer.GetProperty("data").GetProperty("greeting").GetString(), StringComparison.Ordinal);
    }

    private sealed class WatchedValidator : IDocumentValidator
    {
        private readonly DocumentValidator _stock = new();

        public int Documents { get; private set; }

        public Task<IValidationResult> ValidateAsync(in ValidationOptions options)
        {
            Documents++;
            return _stock.ValidateAsync(options);
        }
    }
}
