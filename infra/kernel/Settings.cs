#pragma warning disable RS0030 // The one place that binds what others may not.
using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ELearning;

/// <summary>
/// The one way from configuration to options: a section is bound, held against the attributes of its type and of all types within it, and refused at start with
/// the full key and the mend. What is no setting and what is no value of its type is refused, too, so that a slip of the pen never means the default.
/// </summary>
public static class Settings
{
    /// <summary>Registers the options of a section; validated when the process starts, or at their first use where that is earlier.</summary>
    public static OptionsBuilder<TOptions> AddSettings<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddSingleton(new SettingsSection(typeof(TOptions), section));
        return services
            .AddOptions<TOptions>()
            .Configure<IConfiguration, IEnumerable<SettingsSection>>(
                (options, configuration, known) => Bind(options, configuration.GetSection(section), [.. known])
            )
            .ValidateOnStart();
    }

    /// <summary>The options of a section for whoever needs them before there are services.</summary>
    /// <exception cref="ConfigurationError">One of them is wrong.</exception>
    public static TOptions Read<TOptions>(IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        var options = new TOptions();
        Bind(options, configuration.GetSection(section), null);
        return options;
    }

    /// <param name="known">All sections that are bound, of which some share a name or lie within others; null: unknown settings are left to whoever knows
    /// them.</param>
    private static void Bind(object options, IConfigurationSection section, IReadOnlyList<SettingsSection>? known)
    {
        RequireReadable(options.GetType(), section, known);
        section.Bind(options);
        RequireValid(options, section.Path);
    }

    /// <summary>The binder names no key for some faults and passes over others.</summary>
    private static void RequireReadable(Type type, IConfigurationSection section, IReadOnlyList<SettingsSection>? known)
    {
        if (IsValue(type))
        {
            if (section.GetChildren().Any())
                throw new ConfigurationError(section.Path, "is one value and has no settings below it");
            if (section.Value is { } value && !IsOf(type, value))
                throw new ConfigurationError(section.Path, $"cannot be read; write {Shape(type)}");
            return;
        }
        if (section.Value is { Length: > 0 })
            throw new ConfigurationError(section.Path, $"is no single value; write its settings below it, as {section.Path}:{Example(type)}");
        foreach (var child in section.GetChildren())
        {
            if (ElementOf(type) is { } element)
                RequireReadable(element, child, known);
            else if (PropertiesOf(type).FirstOrDefault(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property)
                RequireReadable(property.PropertyType, child, known);
            else if (known?.Any(other => other.Has(child.Path)) == false)
                throw new ConfigurationError(
                    child.Path,
                    $"is no setting; {section.Path} has {string.Join(", ", PropertiesOf(type).Select(each => each.Name))}"
                );
        }
    }

    private static void RequireValid(object options, string path)
    {
        if (options is IEnumerable many)
        {
            var entries = many is IDictionary named
                ? named.Keys.Cast<object>().Select(key => (key, named[key]))
                : many.Cast<object?>().Select((value, place) => ((object)place, value));
            foreach (var (key, value) in entries)
            {
                if (value is not null && !IsValue(value.GetType()))
                    RequireValid(value, $"{path}:{key}");
            }
            return;
        }
        foreach (var property in PropertiesOf(options.GetType()))
        {
            var (key, value) = ($"{path}:{property.Name}", property.GetValue(options));
            if (value is null && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.NotNull)
                throw new ConfigurationError(key, "is null; set it or leave it out");
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (rule.GetValidationResult(value, new ValidationContext(options) { MemberName = property.Name }) is not null)
                    throw new ConfigurationError(key, Mend(rule, property.Name));
            }
            if (value is not null && !IsValue(property.PropertyType))
                RequireValid(value, key);
        }
        foreach (var fault in (options as IValidatableObject)?.Validate(new(options)) ?? [])
        {
            throw new ConfigurationError(string.Join(':', [path, .. fault.MemberNames]), fault.ErrorMessage!);
        }
    }

    /// <summary>Never with the value: it may be a secret that went astray.</summary>
    private static string Mend(ValidationAttribute rule, string name) =>
        rule switch
        {
            RangeAttribute range => $"is out of range; set {Text(range.Minimum)} to {Text(range.Maximum)}",
            RequiredAttribute => "is empty; set it or leave it out",
            StringLengthAttribute length => $"is too short or too long; set {length.MinimumLength} to {length.MaximumLength} characters",
            _ => rule.FormatErrorMessage(name),
        };

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static bool IsValue(Type type) => TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).CanConvertFrom(typeof(string));

    private static bool IsOf(Type type, string value)
    {
        if (value.Length == 0 && Nullable.GetUnderlyingType(type) is not null)
            return true;
        try
        {
            return TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Shape(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var time when time == typeof(TimeSpan) => "[days.]hours:minutes:seconds, as 24 hours are 1.00:00:00",
            var truth when truth == typeof(bool) => "true or false",
            var choice when choice.IsEnum => string.Join(", ", Enum.GetNames(choice)),
            _ => "a whole number in digits",
        };

    private static string Example(Type type) =>
        ElementOf(type) is null ? PropertiesOf(type).First().Name
        : typeof(IDictionary).IsAssignableFrom(type) ? "name"
        : "0";

    /// <summary>Of a list or dictionary; null of anything else.</summary>
    private static Type? ElementOf(Type type) =>
        typeof(IEnumerable).IsAssignableFrom(type)
            ? type.IsArray
                ? type.GetElementType()
                : type.GetGenericArguments()[^1]
            : null;

    internal static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.SetMethod?.IsPublic == true);
}

/// <summary>A section of the configuration and the type it is bound to.</summary>
public sealed record SettingsSection(Type Options, string Path)
{
    /// <summary>Whether the setting is one of these, or these lie below it.</summary>
    internal bool Has(string setting) =>
        $"{Path}:".StartsWith($"{setting}:", StringComparison.OrdinalIgnoreCase)
        || Settings.PropertiesOf(Options).Any(property => $"{Path}:{property.Name}".Equals(setting, StringComparison.OrdinalIgnoreCase));
}
