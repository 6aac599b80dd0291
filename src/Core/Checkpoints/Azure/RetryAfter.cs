using System.Globalization;
using Azure;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>How long the service asks to be left alone (RFC 9110, section 10.2.3): seconds or a date.</summary>
internal static class RetryAfter
{
    /// <summary>The wait asked for; null where the failure carries none that can be read.</summary>
    public static TimeSpan? Find(Exception exception, DateTimeOffset now)
    {
        if (exception is not RequestFailedException failed
            || failed.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) is not true)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? TimeSpan.FromTicks(Math.Max(0, (date - now).Ticks))
            : null;
    }
}
