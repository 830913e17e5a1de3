using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using ELearning.Api;
using ELearning.Content;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ELearning.Tests.Hosting;

/// <summary>Every option of the product, found by reflection: what cannot be is refused under its full key.</summary>
public sealed class SettingsTests(SettingsTests.Product product) : IClassFixture<SettingsTests.Product>
{
    private static readonly MethodInfo Add = typeof(Settings).GetMethod(nameof(Settings.AddSettings))!;

    [Fact]
    public void Every_type_of_options_is_bound_in_the_one_way_that_checks_them()
    {
        var bound = product.Sections.SelectMany(section => Within(section.Options)).ToHashSet();
        var meant = new[] { typeof(ContentModule).Assembly, typeof(ApiSchema).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.IsClass
                && (
                    type.Name.EndsWith("Options", StringComparison.Ordinal)
                    || typeof(IValidatableObject).IsAssignableFrom(type)
                    || Writable(type).Any(property => property.GetCustomAttributes<ValidationAttribute>().Any())
                )
            )
            .ToList();

        Assert.NotEmpty(meant);
        Assert.Equal([], meant.Where(type => !bound.Contains(type)).Select(type => type.Name));
    }

    [Fact]
    public void Nothing_need_be_set_for_options_to_be_valid() => Assert.All(product.Sections, section => Assert.NotNull(Value(section)));

    [Fact]
    public void What_is_outside_its_range_is_refused_by_its_key_with_the_range()
    {
        var tried = 0;
        foreach (var (section, key, property) in Properties())
        {
            if (property.GetCustomAttribute<RangeAttribute>() is not { } range)
                continue;
            foreach (var outside in Outside(range))
            {
                var error = Refusal(section, key, outside);
                Assert.StartsWith($"{key}: is out of range; set ", error, StringComparison.Ordinal);
                tried++;
            }
        }
        Assert.True(tried > 60, $"{tried} values");
    }

    [Fact]
    public void What_is_no_value_of_its_type_is_refused_by_its_key_with_what_one_looks_like()
    {
        var tried = 0;
        foreach (var (section, key, property) in Properties().Where(each => each.Property.PropertyType is { IsValueType: true }))
        {
            foreach (var malformed in Nullable.GetUnderlyingType(property.PropertyType) is null ? new[] { "abc", "1.5e", "" } : ["abc", "1.5e"])
            {
                Assert.StartsWith($"{key}: cannot be read; write ", Refusal(section, key, malformed), StringComparison.Ordinal);
                tried++;
            }
        }
        Assert.True(tried > 90, $"{tried} values");
    }

    [Fact]
    public void What_is_no_setting_is_refused_by_its_key_with_those_there_are()
    {
        foreach (var section in product.Sections)
        {
            Assert.StartsWith(
                $"{section.Path}:Nonsense: is no setting; {section.Path} has ",
                Refusal(section, $"{section.Path}:Nonsense", "1"),
                StringComparison.Ordinal
            );
            Assert.StartsWith($"{section.Path}: is no single value", Refusal(section, section.Path, "1"), StringComparison.Ordinal);
        }
        var storage = product.Sections.Single(section => section.Options == typeof(StorageOptions));
        Assert.StartsWith(
            "Storage:Mongo:Databse: is no setting; Storage:Mongo has ConnectionString, Database",
            Refusal(storage, "Storage:Mongo:Databse", "x"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Storage", "Storage:Mongo:Database", "", "is empty")]
    [InlineData("Storage", "Storage:Mongo:Database", "a name", "is no name of a database")]
    [InlineData(
        "Storage",
        "Storage:Mongo:Database",
        "1234567890123456789012345678901234567890123456789012345678901234",
        "is too short or too long; set 1 to 63 characters"
    )]
    [InlineData("Storage", "Storage:Blobs:Container", "", "is empty")]
    [InlineData("Storage", "Storage:DataDirectory", "", "is empty")]
    [InlineData("GraphQL:Budgets", "GraphQL:Budgets:Roles:Member", "99", "is out of range; set 100 to 1000000000")]
    [InlineData("GraphQL:Budgets", "GraphQL:Budgets:Roles:Member", "many", "cannot be read; write a whole number")]
    [InlineData("GraphQL:Budgets", "GraphQL:Budgets:Applications:partner", "99", "is out of range")]
    [InlineData("Identity", "Identity:Applications:partner:Audiense", "x", "is no setting; Identity:Applications:partner has Audience")]
    [InlineData("Web", "Web:Origins:0", "https://School.example", "is not an origin")]
    [InlineData("GraphQL", "GraphQL:Origins:0", "https://school.example/", "is not an origin")]
    public void What_breaks_another_rule_is_refused_by_its_key(string section, string key, string value, string fault) =>
        Assert.Contains(
            product.Sections.Where(each => each.Path == section).Select(each => Record.Exception(() => Value(each, (key, value)))),
            error => error is ConfigurationError && error.Message.StartsWith($"{key}: {fault}", StringComparison.Ordinal)
        );

    [Fact]
    public void A_value_that_may_be_a_secret_is_never_repeated()
    {
        var storage = product.Sections.Single(section => section.Options == typeof(StorageOptions));
        foreach (var key in new[] { "Storage:Mongo:Database", "Storage:Mongo", "Storage:Mongo:ConnectionStrin" })
        {
            Assert.DoesNotContain("hunter2", Refusal(storage, key, "mongodb://root:hunter2@host/"), StringComparison.Ordinal);
        }
    }

    /// <summary>Each property of each section, with its key; of what is listed or named one example.</summary>
    private IEnumerable<(SettingsSection Section, string Key, PropertyInfo Property)> Properties()
    {
        return product.Sections.SelectMany(section => Of(section, section.Path, section.Options));

        static IEnumerable<(SettingsSection, string, PropertyInfo)> Of(SettingsSection section, string path, Type type)
        {
            foreach (var property in Writable(type))
            {
                var key = $"{path}:{property.Name}";
                yield return (section, key, property);
                var inner = Inner(property.PropertyType);
                foreach (var below in inner is null ? [] : Of(section, inner == property.PropertyType ? key : $"{key}:example", inner))
                {
                    yield return below;
                }
            }
        }
    }

    private string Refusal(SettingsSection section, string key, string value) =>
        Assert.Throws<ConfigurationError>(() => Value(section, (key, value))).Message is var line && !line.Contains('\n', StringComparison.Ordinal)
            ? line
            : "several lines";

    /// <summary>The options as the product gets them, from a configuration with these settings alone.</summary>
    private object? Value(SettingsSection section, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection().AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build()
        );
        foreach (var each in product.Sections)
        {
            Add.MakeGenericMethod(each.Options).Invoke(null, [services, each.Path]);
        }
        using var provider = services.BuildServiceProvider();
        var options = typeof(IOptions<>).MakeGenericType(section.Options);
        return options.GetProperty("Value")!.GetValue(provider.GetRequiredService(options), BindingFlags.DoNotWrapExceptions, null, null, null);
    }

    private static IEnumerable<string> Outside(RangeAttribute range)
    {
        Assert.True(range.IsValid(null)); // makes values of what was written as text
        return range.OperandType == typeof(TimeSpan)
            ?
            [
                (TimeSpan.Parse($"{range.Minimum}", CultureInfo.InvariantCulture) - TimeSpan.FromTicks(1)).ToString(),
                (TimeSpan.Parse($"{range.Maximum}", CultureInfo.InvariantCulture) + TimeSpan.FromTicks(1)).ToString(),
            ]
            : [$"{Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture) - 1}", $"{Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture) + 1}"];
    }

    private static IEnumerable<Type> Within(Type type) =>
        Writable(type).Select(property => Inner(property.PropertyType)).OfType<Type>().SelectMany(Within).Prepend(type);

    /// <summary>The type of options that a property is, lists or names; null of a value.</summary>
    private static Type? Inner(Type type) =>
        type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? Inner(type.GetGenericArguments()[^1])
        : type.Namespace?.StartsWith("ELearning", StringComparison.Ordinal) == true && type.IsClass ? type
        : null;

    private static IEnumerable<PropertyInfo> Writable(Type type) => type.GetProperties().Where(property => property.SetMethod?.IsPublic == true);

    /// <summary>What the product binds, by its own registration.</summary>
    public sealed class Product : IAsyncLifetime, IAsyncDisposable
    {
        private readonly ApiHost _host = new();

        public IReadOnlyList<SettingsSection> Sections { get; private set; } = [];

        public Task InitializeAsync()
        {
            Sections = [.. _host.Services.GetServices<SettingsSection>()];
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
    }
}
